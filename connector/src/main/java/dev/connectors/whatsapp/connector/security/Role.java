package dev.connectors.whatsapp.connector.security;

import java.util.List;
import java.util.Optional;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** What a caller may do, from the custom claim {@code role} of its token. */
public enum Role {
    /** May send. */
    EMPLOYEE("employee"),
    /** May send and manage accounts. */
    SUPER_ADMIN("super_admin");

    /** The token's claim that names the role. */
    static final String CLAIM = "role";

    private final String claimValue;

    Role(String claimValue) {
        this.claimValue = claimValue;
    }

    static Optional<Role> fromClaim(String value) {
        return List.of(values()).stream()
                .filter(role -> role.claimValue.equals(value))
                .findFirst();
    }

    List<GrantedAuthority> authorities() {
        var granted = this == SUPER_ADMIN ? List.of(EMPLOYEE, SUPER_ADMIN) : List.of(this);
        return granted.stream()
                .<GrantedAuthority>map(role -> new SimpleGrantedAuthority("ROLE_" + role.name()))
                .toList();
    }
}
