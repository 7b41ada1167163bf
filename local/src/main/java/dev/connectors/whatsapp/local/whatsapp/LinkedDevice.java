package dev.connectors.whatsapp.local.whatsapp;

/**
 * What a phone has linked by scanning a QR code.
 *
 * @param jid the device's address by phone number
 * @param lid the device's address by hidden id
 * @param device the number of the device on its account
 */
public record LinkedDevice(String jid, String lid, int device) {}
