package dev.connectors.whatsapp.connector.security;

import dev.connectors.whatsapp.connector.config.Settings;
import dev.connectors.whatsapp.connector.config.Settings.AuthSettings;
import dev.connectors.whatsapp.connector.config.Settings.FleetSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Which endpoint needs what. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {
    private static final String[] PUBLIC = {"/healthz", "/readyz", "/health", "/metrics-json", "/error"};

    private static final String[] READ_BY_EMPLOYEES = {
        "/api/status/dashboard",
        "/api/whatsapp/accounts",
        "/whatsappProxyGetAccounts",
        "/api/v1/accounts",
        "/api/v1/accounts/*",
        "/api/v1/fleet",
        "/api/v1/fleet/events",
        "/api/v1/threads",
        "/api/v1/threads/*/messages",
        "/api/v1/outbox/*"
    };

    private static final String[] SENDS = {
        "/api/send", "/api/whatsapp/send-message", "/whatsappProxySend", "/api/v1/messages"
    };

    private static final String[] READ_BY_SUPER_ADMINS = {
        "/api/whatsapp/qr/*", "/api/v1/accounts/*/pairing", "/api/v1/outbox"
    };

    private static final String[] DONE_BY_SUPER_ADMINS = {
        "/api/accounts",
        "/api/whatsapp/add-account",
        "/whatsappProxyAddAccount",
        "/api/v1/accounts",
        "/api/whatsapp/accounts/*/reset",
        "/whatsappProxyRegenerateQr",
        "/api/v1/accounts/*/reset",
        "/api/v1/outbox/*/put-back"
    };
    /** Between this host and the issuer; Spring Security allows as much for the expiry. */
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(60);

    private static final Duration PREFLIGHT_REMEMBERED = Duration.ofHours(1);

    /** Of an answer that is no page. */
    private static final String NOTHING_IS_LOADED = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'";
    /**
     * Of the page: what comes with it, pictures of QRs, and the API beside it. Nothing that a browser would make a script or
     * markup of can be a text.
     */
    private static final String PAGE_LOADS_ITS_OWN = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " img-src 'self' data:; connect-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none';"
            + " require-trusted-types-for 'script'; trusted-types 'none'";

    /** What only the operator may ask; it presents a token of its own. */
    @Bean
    @Order(1)
    SecurityFilterChain internalEndpoints(
            HttpSecurity http,
            Settings settings,
            @Qualifier("handlerExceptionResolver") HandlerExceptionResolver errors)
            throws Exception {
        var token = new InternalToken(settings.fleet().map(FleetSettings::token));
        http.securityMatcher("/internal/**")
                .csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .authorizeHttpRequests(requests -> requests.anyRequest()
                        .access((authentication, context) -> new AuthorizationDecision(token.isPresentedBy(
                                Optional.ofNullable(context.getRequest().getHeader("Authorization"))))))
                .exceptionHandling(handling -> handling.authenticationEntryPoint(
                        (request, response, e) -> errors.resolveException(request, response, null, e)));
        return http.build();
    }

    /** The page is no secret: what it shows, it asks for with the token of whoever looks at it. */
    @Bean
    @Order(2)
    SecurityFilterChain page(HttpSecurity http) throws Exception {
        http.securityMatcher("/", "/page/**")
                .csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .headers(headers -> headers(headers, PAGE_LOADS_ITS_OWN))
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll());
        return http.build();
    }

    @Bean
    @Order(3)
    SecurityFilterChain endpoints(
            HttpSecurity http,
            Settings settings,
            JwtDecoder decoder,
            @Qualifier("handlerExceptionResolver") HandlerExceptionResolver errors)
            throws Exception {
        // No CSRF: tokens are sent by the caller on purpose, never by a browser alone.
        http.csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .cors(cors ->
                        cors.configurationSource(crossOrigin(settings.api().origins())))
                .headers(headers -> headers(headers, NOTHING_IS_LOADED))
                .authorizeHttpRequests(requests -> requests.requestMatchers(HttpMethod.GET, PUBLIC)
                        .permitAll()
                        .requestMatchers(HttpMethod.POST, SENDS)
                        .hasRole(Role.EMPLOYEE.name())
                        .requestMatchers(HttpMethod.GET, READ_BY_EMPLOYEES)
                        .hasRole(Role.EMPLOYEE.name())
                        .requestMatchers(HttpMethod.POST, DONE_BY_SUPER_ADMINS)
                        .hasRole(Role.SUPER_ADMIN.name())
                        .requestMatchers(HttpMethod.GET, READ_BY_SUPER_ADMINS)
                        .hasRole(Role.SUPER_ADMIN.name())
                        .anyRequest()
                        .denyAll())
                .oauth2ResourceServer(server -> server.withObjectPostProcessor(refusing(errors))
                        .jwt(jwt -> jwt.decoder(decoder).jwtAuthenticationConverter(roles(settings.auth())))
                        .authenticationEntryPoint(
                                (request, response, e) -> errors.resolveException(request, response, null, e))
                        .accessDeniedHandler(
                                (request, response, e) -> errors.resolveException(request, response, null, e)));
        return http.build();
    }

    /** The filter's own handler would let a failure of the issuer pass, as an answer without a body of ours. */
    private static ObjectPostProcessor<BearerTokenAuthenticationFilter> refusing(HandlerExceptionResolver errors) {
        return new ObjectPostProcessor<>() {
            @Override
            public <F extends BearerTokenAuthenticationFilter> F postProcess(F filter) {
                filter.setAuthenticationFailureHandler(
                        (request, response, e) -> errors.resolveException(request, response, null, e));
                return filter;
            }
        };
    }

    @Bean
    JwtDecoder jwtDecoder(Settings settings, Clock clock) {
        var auth = settings.auth();
        var decoder = NimbusJwtDecoder.withJwkSource(IssuerKeys.at(auth.jwks())).build();
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

    private static JwtAuthenticationConverter roles(AuthSettings settings) {
        var converter = new JwtAuthenticationConverter();
        converter.setJwtGrantedAuthoritiesConverter(token ->
                Role.of(token.getClaims(), settings).map(Role::authorities).orElse(List.of()));
        return converter;
    }

    /** What a browser must not make of an answer; the page of a QR says so itself. */
    private static void headers(HeadersConfigurer<HttpSecurity> headers, String contentSecurityPolicy) {
        headers.contentSecurityPolicy(policy -> policy.policyDirectives(contentSecurityPolicy))
                .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER))
                .permissionsPolicyHeader(
                        policy -> policy.policy("camera=(), geolocation=(), microphone=(), payment=(), usb=()"));
    }

    /** Tokens are sent by the caller on purpose, so a page of these origins needs no cookies. */
    private static CorsConfigurationSource crossOrigin(List<String> origins) {
        var allowed = new CorsConfiguration();
        allowed.setAllowedOrigins(origins);
        allowed.setAllowedMethods(List.of("GET", "POST"));
        allowed.setAllowedHeaders(List.of("Authorization", "Content-Type"));
        allowed.setExposedHeaders(List.of("Retry-After"));
        allowed.setMaxAge(PREFLIGHT_REMEMBERED);
        return request -> origins.isEmpty() ? null : allowed;
    }
}
