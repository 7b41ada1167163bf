package dev.connectors.whatsapp.connector.it;

/**
 * What client applications count on over HTTP, in one layout and with one connector. What a request gets that is wrong in
 * itself, and that it writes nothing, is tested in {@link HttpRefusals}.
 */
interface HttpContract extends HttpOverview, HttpAccounts, HttpSends, HttpLists, HttpLimits, HttpBrowsers, HttpErrors {}
