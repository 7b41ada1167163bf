package dev.connectors.whatsapp.connector.security;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.core.GrantedAuthority;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("S2")
class RoleTest {

    @Test
    void anEmployeeMaySend() {
        assertThat(Role.fromClaim("employee")).contains(Role.EMPLOYEE);
        assertThat(Role.EMPLOYEE.authorities())
                .extracting(GrantedAuthority::getAuthority)
                .containsExactly("ROLE_EMPLOYEE");
    }

    @Test
    void aSuperAdminMaySendAndManageAccounts() {
        assertThat(Role.fromClaim("super_admin")).contains(Role.SUPER_ADMIN);
        assertThat(Role.SUPER_ADMIN.authorities())
                .extracting(GrantedAuthority::getAuthority)
                .containsExactlyInAnyOrder("ROLE_EMPLOYEE", "ROLE_SUPER_ADMIN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "admin", "EMPLOYEE", "Super_Admin", " employee", "employee,super_admin"})
    void anyOtherClaimIsNoRole(String claim) {
        assertThat(Role.fromClaim(claim)).isEmpty();
    }
}
