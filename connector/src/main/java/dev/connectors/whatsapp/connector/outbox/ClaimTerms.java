package dev.connectors.whatsapp.connector.outbox;

import java.time.Instant;

/**
 * How an entry is claimed.
 *
 * @param worker who claims
 * @param ownerEpoch under which it holds the account
 * @param claimId tells this claim from every other, and makes each write a change: one that changes nothing keeps the version
 * @param leaseUntil how long it is good without being renewed
 */
record ClaimTerms(String worker, long ownerEpoch, String claimId, Instant leaseUntil) {}
