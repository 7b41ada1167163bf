package dev.connectors.whatsapp.connector.security;

import dev.connectors.whatsapp.connector.config.ClaimRule;
import dev.connectors.whatsapp.connector.config.Settings.AuthSettings;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.core.GrantedAuthority;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("S2")
class RoleTest {
    private static final AuthSettings STANDARD =
            settings(new ClaimRule("role", "employee"), new ClaimRule("role", "super_admin"));

    private static AuthSettings settings(ClaimRule employee, ClaimRule superAdmin) {
        var anywhere = URI.create("https://issuer.example.com");
        return new AuthSettings(anywhere, "project", anywhere, employee, superAdmin);
    }

    private static Optional<Role> roleOf(Object claim) {
        return Role.of(Map.of("sub", "ana", "role", claim), STANDARD);
    }

    @Test
    void anEmployeeMaySend() {
        assertThat(roleOf("employee")).contains(Role.EMPLOYEE);
        assertThat(Role.EMPLOYEE.authorities())
                .extracting(GrantedAuthority::getAuthority)
                .containsExactly("ROLE_EMPLOYEE");
    }

    @Test
    void aSuperAdminMaySendAndManageAccounts() {
        assertThat(roleOf("super_admin")).contains(Role.SUPER_ADMIN);
        assertThat(Role.SUPER_ADMIN.authorities())
                .extracting(GrantedAuthority::getAuthority)
                .containsExactlyInAnyOrder("ROLE_EMPLOYEE", "ROLE_SUPER_ADMIN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "admin", "EMPLOYEE", "Super_Admin", " employee", "employee,super_admin"})
    void anyOtherClaimIsNoRole(String claim) {
        assertThat(roleOf(claim)).isEmpty();
    }

    @Test
    void aTokenWithoutTheClaimHasNoRole() {
        assertThat(Role.of(Map.of("sub", "ana"), STANDARD)).isEmpty();
    }

    @Test
    void ofSeveralRolesTheHighestCounts() {
        assertThat(roleOf(List.of("employee", "super_admin", 7))).contains(Role.SUPER_ADMIN);
        assertThat(roleOf(List.of("cleaner", "employee"))).contains(Role.EMPLOYEE);
        assertThat(roleOf(List.of())).isEmpty();
    }

    @Test
    void theClaimsMayHaveOtherNames() {
        var flags = settings(new ClaimRule("isEmployee", "true"), new ClaimRule("access", "root"));

        assertThat(Role.of(Map.of("isEmployee", true), flags)).contains(Role.EMPLOYEE);
        assertThat(Role.of(Map.of("isEmployee", "true"), flags)).contains(Role.EMPLOYEE);
        assertThat(Role.of(Map.of("isEmployee", false), flags)).isEmpty();
        assertThat(Role.of(Map.of("access", List.of("root")), flags)).contains(Role.SUPER_ADMIN);
        assertThat(Role.of(Map.of("role", "super_admin"), flags)).isEmpty();
    }
}
