package dev.connectors.whatsapp.local.whatsapp;

import java.time.Instant;
import java.util.List;

/**
 * A phone and the devices that are linked to it.
 *
 * @param number digits only
 * @param jid its address by phone number
 * @param lid its address by hidden id
 * @param devices the linked devices, the phone itself not among them
 */
public record PhoneState(String number, String jid, String lid, List<Device> devices) {
    public PhoneState {
        devices = List.copyOf(devices);
    }

    /** Whether any linked device has a connection. */
    public boolean connected() {
        return devices.stream().anyMatch(Device::connected);
    }

    /**
     * A linked device.
     *
     * @param device its number on the account
     * @param jid its address
     * @param connected whether it has a connection
     * @param connections how many; more than one only when the server does not evict older ones
     * @param logins how often it has logged in
     * @param queued stanzas that it has not acknowledged
     * @param linkedAt when the QR code was scanned
     */
    public record Device(
            int device, String jid, boolean connected, int connections, int logins, int queued, Instant linkedAt) {}
}
