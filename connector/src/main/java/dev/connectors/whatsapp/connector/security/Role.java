package dev.connectors.whatsapp.connector.security;

import dev.connectors.whatsapp.connector.config.Settings.AuthSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** What a caller may do, from the custom claims of its token. */
public enum Role {
    /** May send. */
    EMPLOYEE,
    /** May send and manage accounts. */
    SUPER_ADMIN;

    /** The most that a token with these claims gives; empty where it gives none. */
    static Optional<Role> of(Map<String, Object> claims, AuthSettings settings) {
        if (settings.superAdmin().isMetBy(claims)) {
            return Optional.of(SUPER_ADMIN);
        }
        return settings.employee().isMetBy(claims) ? Optional.of(EMPLOYEE) : Optional.empty();
    }

    List<GrantedAuthority> authorities() {
        var granted = this == SUPER_ADMIN ? List.of(EMPLOYEE, SUPER_ADMIN) : List.of(this);
        return granted.stream()
                .<GrantedAuthority>map(role -> new SimpleGrantedAuthority("ROLE_" + role.name()))
                .toList();
    }
}
