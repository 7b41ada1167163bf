package dev.connectors.whatsapp.bench;

/**
 * An account that is linked to its phone.
 *
 * @param id as the connector named it
 * @param phone its number, digits only
 */
record Account(String id, String phone) {}
