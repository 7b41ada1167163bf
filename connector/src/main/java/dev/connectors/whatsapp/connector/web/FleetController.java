package dev.connectors.whatsapp.connector.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.security.authentication.CredentialsExpiredException;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** All accounts at a glance: once, or as they change. */
@RestController
@RequestMapping("/api/v1/fleet")
class FleetController {
    private static final Logger log = LoggerFactory.getLogger(FleetController.class);
    /** Proxies close what is silent for a minute, and a stream whose reader is gone ends at the next write. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private final Fleet fleet;
    private final JsonMapper json;
    private final Clock clock;

    FleetController(Fleet fleet, JsonMapper json, Clock clock) {
        this.fleet = fleet;
        this.json = json;
        this.clock = clock;
    }

    /**
     * @param at by the connector's clock, to which the other times compare
     * @param accounts of all connectors, ordered by id
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record FleetAnswer(Instant at, Caller caller, List<FleetAccount> accounts) {}

    /** @param until when the caller's token ends */
    record Caller(boolean superAdmin, Instant until) {
        static Caller of(Jwt token, HttpServletRequest request) {
            return new Caller(request.isUserInRole("SUPER_ADMIN"), Objects.requireNonNull(token.getExpiresAt()));
        }
    }

    @GetMapping
    FleetAnswer get(@AuthenticationPrincipal Jwt token, HttpServletRequest request) {
        return new FleetAnswer(clock.instant(), Caller.of(token, request), fleet.now());
    }

    /**
     * What {@link #get} answers as the data of server-sent events: at once, and after each change, until the caller's token
     * ends. The thread is the request's, for as long: it is a virtual one.
     */
    @GetMapping(value = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    void events(@AuthenticationPrincipal Jwt token, HttpServletRequest request, HttpServletResponse response) {
        var caller = Caller.of(token, request);
        // The check of tokens allows for clocks that differ, and a stream that ends at once would be opened again at
        // once.
        if (!clock.instant().isBefore(caller.until())) {
            throw new CredentialsExpiredException("the token has ended");
        }
        response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
        response.setCharacterEncoding(StandardCharsets.UTF_8);
        // Asks nginx, before this, to pass on what there is.
        response.setHeader("X-Accel-Buffering", "no");
        try (var watch = fleet.watch()) {
            write(response, ": \n\n");
            while (!watch.isOver() && clock.instant().isBefore(caller.until())) {
                var left = Duration.between(clock.instant(), caller.until());
                var accounts = watch.next(left.compareTo(HEARTBEAT) < 0 ? left : HEARTBEAT);
                write(
                        response,
                        accounts.map(all -> event(new FleetAnswer(clock.instant(), caller, all)))
                                .orElse(": \n\n"));
            }
        } catch (IOException e) {
            log.atDebug().setCause(e).log("whoever watched the fleet is gone");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String event(FleetAnswer answer) {
        return "data: " + json.writeValueAsString(answer) + "\n\n";
    }

    private static void write(HttpServletResponse response, String text) throws IOException {
        response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        response.flushBuffer();
    }
}
