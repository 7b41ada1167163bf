package dev.connectors.whatsapp.local.quickstart;

/**
 * Whose phone an account of the story is.
 *
 * @param resource name of the account's resource, where it has one
 * @param name for people
 * @param phone its number, digits only
 */
record Person(String resource, String name, String phone) {
    static final Person SALES = new Person("sales-ro", "Sales Romania", "40712345678");
    static final Person SUPPORT = new Person("support-ro", "Support Romania", "40787654321");
    static final Person WAREHOUSE = new Person("warehouse-ro", "Warehouse Romania", "40711111111");
    /** Left to the user. */
    static final Person YOURS = new Person("yours", "Yours", "40722222222");

    Account withId(String id) {
        return new Account(id, name, phone);
    }
}
