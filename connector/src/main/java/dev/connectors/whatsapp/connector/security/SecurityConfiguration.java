package dev.connectors.whatsapp.connector.security;

import dev.connectors.whatsapp.connector.config.Settings;
import dev.connectors.whatsapp.connector.config.Settings.FleetSettings;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;
import org.springframework.security.web.SecurityFilterChain;

/** Which endpoint needs what. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {
    private static final String[] PUBLIC = {"/healthz", "/readyz", "/health", "/error"};
    /** Between this host and the issuer; Spring Security allows as much for the expiry. */
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(60);

    private static final String QR_PAGE = "/api/whatsapp/qr/";

    /** What only the operator may ask; it presents a token of its own. */
    @Bean
    @Order(1)
    SecurityFilterChain internalEndpoints(HttpSecurity http, Settings settings) throws Exception {
        var token = new InternalToken(settings.fleet().map(FleetSettings::token));
        http.securityMatcher("/internal/**")
                .csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .authorizeHttpRequests(requests -> requests.anyRequest()
                        .access((authentication, context) -> new AuthorizationDecision(token.isPresentedBy(
                                Optional.ofNullable(context.getRequest().getHeader("Authorization"))))))
                .exceptionHandling(handling -> handling.authenticationEntryPoint((request, response, e) -> refuse(
                        response,
                        HttpServletResponse.SC_UNAUTHORIZED,
                        "unauthorized",
                        "this endpoint is the operator's")));
        return http.build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain endpoints(HttpSecurity http, JwtDecoder decoder) throws Exception {
        // No CSRF: tokens are sent by the caller on purpose, never by a browser alone.
        http.csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .authorizeHttpRequests(requests -> requests.requestMatchers(HttpMethod.GET, PUBLIC)
                        .permitAll()
                        .requestMatchers(HttpMethod.POST, "/api/send")
                        .hasRole(Role.EMPLOYEE.name())
                        .requestMatchers(HttpMethod.POST, "/api/accounts", "/api/whatsapp/add-account")
                        .hasRole(Role.SUPER_ADMIN.name())
                        .requestMatchers(HttpMethod.POST, "/api/v1/outbox/*/put-back")
                        .hasRole(Role.SUPER_ADMIN.name())
                        .requestMatchers(HttpMethod.GET, QR_PAGE + "*")
                        .hasRole(Role.SUPER_ADMIN.name())
                        .anyRequest()
                        .denyAll())
                .oauth2ResourceServer(server -> server.bearerTokenResolver(tokenResolver())
                        .jwt(jwt -> jwt.decoder(decoder).jwtAuthenticationConverter(roles()))
                        .authenticationEntryPoint((request, response, e) -> refuse(
                                response,
                                HttpServletResponse.SC_UNAUTHORIZED,
                                "unauthorized",
                                "send a valid Firebase ID token as: Authorization: Bearer TOKEN"))
                        .accessDeniedHandler((request, response, e) -> refuse(
                                response,
                                HttpServletResponse.SC_FORBIDDEN,
                                "forbidden",
                                "your role does not allow this")));
        return http.build();
    }

    @Bean
    JwtDecoder jwtDecoder(Settings settings, Clock clock) {
        var auth = settings.auth();
        var decoder = NimbusJwtDecoder.withJwkSetUri(auth.jwks().toString()).build();
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
                JwtValidators.createDefaultWithIssuer(auth.issuer().toString()),
                new JwtClaimValidator<List<String>>(
                        JwtClaimNames.AUD, audience -> audience != null && audience.contains(auth.audience())),
                // Firebase asks for this; the library's own check looks at exp and nbf only.
                new JwtClaimValidator<Instant>(
                        JwtClaimNames.IAT,
                        at -> at != null && at.isBefore(clock.instant().plus(CLOCK_SKEW))),
                new JwtClaimValidator<String>(JwtClaimNames.SUB, uid -> uid != null && !uid.isEmpty())));
        return new RememberedTokens(decoder, clock);
    }

    /**
     * A browser that opens the QR page cannot send a header, so that page alone takes the token from its address too; it
     * is answered with no-store and no-referrer.
     */
    private static BearerTokenResolver tokenResolver() {
        var fromHeader = new DefaultBearerTokenResolver();
        var fromAddress = new DefaultBearerTokenResolver();
        fromAddress.setAllowUriQueryParameter(true);
        return request -> (isQrPage(request) ? fromAddress : fromHeader).resolve(request);
    }

    private static boolean isQrPage(HttpServletRequest request) {
        return "GET".equals(request.getMethod()) && request.getRequestURI().startsWith(QR_PAGE);
    }

    private static JwtAuthenticationConverter roles() {
        var converter = new JwtAuthenticationConverter();
        converter.setJwtGrantedAuthoritiesConverter(SecurityConfiguration::authorities);
        return converter;
    }

    private static List<GrantedAuthority> authorities(Jwt token) {
        return Optional.ofNullable(token.getClaimAsString(Role.CLAIM))
                .flatMap(Role::fromClaim)
                .map(Role::authorities)
                .orElse(List.of());
    }

    private static void refuse(HttpServletResponse response, int status, String error, String message)
            throws IOException {
        response.setStatus(status);
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        if (status == HttpServletResponse.SC_UNAUTHORIZED) {
            response.setHeader("WWW-Authenticate", "Bearer");
        }
        response.getWriter().write("{\"error\":\"" + error + "\",\"message\":\"" + message + "\"}");
    }
}
