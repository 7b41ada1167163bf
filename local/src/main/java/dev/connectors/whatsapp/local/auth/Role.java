package dev.connectors.whatsapp.local.auth;

/** The values of the {@code role} claim. */
public enum Role {
    EMPLOYEE("employee"),
    SUPER_ADMIN("super_admin");

    private final String claim;

    Role(String claim) {
        this.claim = claim;
    }

    public String claim() {
        return claim;
    }
}
