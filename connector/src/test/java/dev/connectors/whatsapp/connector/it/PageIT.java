package dev.connectors.whatsapp.connector.it;

import org.junit.jupiter.api.extension.RegisterExtension;

/** What people do with the page, in a real browser, with a real connector behind it. */
class PageIT implements PageSignIn, PageOfTheFleet, PageOfAnAccount {
    @RegisterExtension
    static final PageVisitExtension VISIT = new PageVisitExtension();
}
