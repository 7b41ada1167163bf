package dev.connectors.whatsapp.connector.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ResponseStatus;

/**
 * Describes the API by OpenAPI 3.1: bodies as the code reads them ({@link RequestShape}), answers as the types of its methods
 * are, and what {@link Operation} adds.
 */
final class OpenApiDocument {
    private static final Pattern IN_PATH = Pattern.compile("\\{(\\w+)}");

    /** What any request with a body, or any with a token, may be refused by. */
    private static final List<String> OF_POSTS =
            List.of("invalid_request", "request_too_large", "unsupported_media_type", "rate_limited");

    private static final List<String> WITH_TOKEN = List.of("unauthorized", "forbidden", "issuer_unavailable");

    private static final Map<String, Integer> STATUS = Map.ofEntries(
            Map.entry("invalid_request", 400),
            Map.entry("unauthorized", 401),
            Map.entry("forbidden", 403),
            Map.entry("not_thread_writer", 403),
            Map.entry("thread_locked", 403),
            Map.entry("unknown_account", 404),
            Map.entry("unknown_thread", 404),
            Map.entry("unknown_request", 404),
            Map.entry("nothing_to_link", 404),
            Map.entry("account_exists", 409),
            Map.entry("account_connected", 409),
            Map.entry("account_refused", 409),
            Map.entry("accounts_are_resources", 409),
            Map.entry("not_failed", 409),
            Map.entry("request_too_large", 413),
            Map.entry("unsupported_media_type", 415),
            Map.entry("rate_limited", 429),
            Map.entry("account_rate_limited", 429),
            Map.entry("thread_unreadable", 500),
            Map.entry("thread_busy", 503),
            Map.entry("issuer_unavailable", 503),
            Map.entry("storage_unavailable", 503),
            Map.entry("kubernetes_unavailable", 503));

    private final Map<String, Object> schemas = new TreeMap<>();

    private OpenApiDocument() {}

    static Map<String, Object> generate() {
        return new OpenApiDocument().document();
    }

    private Map<String, Object> document() {
        var code = Endpoints.ofTheCode();
        var paths = new LinkedHashMap<String, Map<String, Object>>();
        for (var operation : Operation.all()) {
            var method = Objects.requireNonNull(
                    code.get(operation.method() + " " + operation.path()), () -> "there is no " + operation.path());
            paths.computeIfAbsent(operation.path(), path -> new LinkedHashMap<>())
                    .put(operation.method(), describe(operation, method));
        }
        schemas.put("Error", errorSchema(List.of("error", "message")));
        schemas.put("Problem", errorSchema(List.of("type", "title", "status", "detail", "error")));
        return ordered(
                "openapi",
                "3.1.0",
                "info",
                ordered(
                        "title",
                        "WhatsApp Connector",
                        "version",
                        "1",
                        "description",
                        "Generated from the code. What it means is written in api.md."),
                "paths",
                paths,
                "components",
                ordered(
                        "securitySchemes",
                        Map.of(
                                "idToken",
                                ordered("type", "http", "scheme", "bearer", "bearerFormat", "Firebase ID token")),
                        "schemas",
                        schemas));
    }

    private Map<String, Object> describe(Operation operation, Method method) {
        var described = ordered(
                "summary", operation.summary(), "x-role", operation.role().name());
        if (operation.role() != Operation.Role.ANYBODY) {
            described.put("security", List.of(Map.of("idToken", List.of())));
        }
        var parameters = parameters(operation);
        if (!parameters.isEmpty()) {
            described.put("parameters", parameters);
        }
        operation
                .body()
                .map(RequestShape::of)
                .ifPresent(shape -> described.put(
                        "requestBody", ordered("required", true, "content", json("application/json", body(shape)))));
        described.put("responses", responses(operation, method));
        return described;
    }

    private static List<Object> parameters(Operation operation) {
        var parameters = new ArrayList<>();
        IN_PATH.matcher(operation.path())
                .results()
                .forEach(match -> parameters.add(ordered(
                        "name", match.group(1), "in", "path", "required", true, "schema", Map.of("type", "string"))));
        for (var name : operation.parameters()) {
            parameters.add(ordered(
                    "name", name, "in", "query", "required", name.equals("accountId"), "schema", parameter(name)));
        }
        return parameters;
    }

    private static Map<String, Object> parameter(String name) {
        return switch (name) {
            case "limit" ->
                ordered(
                        "type",
                        "integer",
                        "minimum",
                        1,
                        "maximum",
                        Parameters.MOST_A_PAGE,
                        "default",
                        Parameters.STANDARD_PAGE);
            case "status" -> ordered("type", "string", "enum", List.of("queued", "processing", "sent", "failed"));
            default -> ordered("type", "string");
        };
    }

    private static Map<String, Object> body(RequestShape shape) {
        var properties = new LinkedHashMap<String, Object>();
        for (var field : shape.fields()) {
            properties.put(field.name(), ordered("type", "string", "minLength", 1, "maxLength", field.maxLength()));
        }
        var required = shape.fields().stream()
                .filter(RequestShape.Field::required)
                .map(RequestShape.Field::name)
                .toList();
        return ordered("type", "object", "required", required, "properties", properties);
    }

    private Map<String, Object> responses(Operation operation, Method method) {
        var responses = new TreeMap<String, Object>();
        responses.put(success(method), ordered("description", "Done", "content", answer(method)));
        var errors = new TreeMap<Integer, TreeSet<String>>();
        Stream.of(
                        operation.errors().stream(),
                        operation.role() == Operation.Role.ANYBODY ? Stream.<String>of() : WITH_TOKEN.stream(),
                        operation.role() == Operation.Role.ANYBODY || isStream(method)
                                ? Stream.<String>of()
                                : Stream.of("storage_unavailable"),
                        operation.body().isPresent() ? OF_POSTS.stream() : Stream.<String>of(),
                        operation.parameters().isEmpty() ? Stream.<String>of() : Stream.of("invalid_request"))
                .flatMap(codes -> codes)
                .forEach(code -> errors.computeIfAbsent(
                                Objects.requireNonNull(STATUS.get(code), code), status -> new TreeSet<>())
                        .add(code));
        errors.forEach((status, codes) -> responses.put(
                String.valueOf(status),
                ordered("description", String.join(", ", codes), "content", refusal(operation.path()))));
        return responses;
    }

    private static String success(Method method) {
        var status = method.getAnnotation(ResponseStatus.class);
        return status == null ? "200" : String.valueOf(status.value().value());
    }

    private static Map<String, Object> refusal(String path) {
        return path.startsWith("/api/v1/")
                ? json("application/problem+json", reference("Problem"))
                : json("application/json", reference("Error"));
    }

    private static Map<String, Object> errorSchema(List<String> required) {
        var properties = new LinkedHashMap<String, Object>();
        for (var name : required) {
            properties.put(name, Map.of("type", name.equals("status") ? "integer" : "string"));
        }
        var field = ordered(
                "type",
                "object",
                "properties",
                ordered("field", Map.of("type", "string"), "problem", Map.of("type", "string")));
        properties.put("fields", ordered("type", "array", "items", field));
        return ordered("type", "object", "required", required, "properties", properties);
    }

    private Map<String, Object> answer(Method method) {
        if (isStream(method)) {
            return json(MediaType.TEXT_EVENT_STREAM_VALUE, Map.of("type", "string"));
        }
        var type = unwrapped(method.getGenericReturnType());
        return type == String.class
                ? json("text/html", Map.of("type", "string"))
                : json("application/json", schema(type));
    }

    private static boolean isStream(Method method) {
        var get = method.getAnnotation(GetMapping.class);
        return get != null && List.of(get.produces()).contains(MediaType.TEXT_EVENT_STREAM_VALUE);
    }

    private static Type unwrapped(Type type) {
        return type instanceof ParameterizedType generic && generic.getRawType() == ResponseEntity.class
                ? generic.getActualTypeArguments()[0]
                : type;
    }

    private Map<String, Object> schema(Type type) {
        if (type instanceof ParameterizedType generic) {
            var arguments = generic.getActualTypeArguments();
            return switch (((Class<?>) generic.getRawType()).getSimpleName()) {
                case "Optional" -> schema(arguments[0]);
                case "List" -> ordered("type", "array", "items", schema(arguments[0]));
                case "Map" -> ordered("type", "object", "additionalProperties", schema(arguments[1]));
                default -> throw new IllegalArgumentException("there is no schema of a " + type + " yet");
            };
        }
        return switch (type) {
            case Class<?> c when c == String.class -> ordered("type", "string");
            case Class<?> c when c == Instant.class -> ordered("type", "string", "format", "date-time");
            case Class<?> c when c == boolean.class || c == Boolean.class -> ordered("type", "boolean");
            case Class<?> c when c == int.class || c == long.class -> ordered("type", "integer");
            case Class<?> c when c.isRecord() -> record(c);
            default -> throw new IllegalArgumentException("there is no schema of a " + type + " yet");
        };
    }

    private Map<String, Object> record(Class<?> type) {
        var name = name(type);
        if (!schemas.containsKey(name)) {
            var properties = new LinkedHashMap<String, Object>();
            var required = new ArrayList<String>();
            for (var component : type.getRecordComponents()) {
                properties.put(name(component), schema(component.getGenericType()));
                if (component.getType() != Optional.class) {
                    required.add(name(component));
                }
            }
            schemas.put(name, ordered("type", "object", "required", required, "properties", properties));
        }
        return reference(name);
    }

    /** Nested types of two controllers may have the same name. */
    private static String name(Class<?> type) {
        var outer = Optional.ofNullable(type.getEnclosingClass())
                .map(Class::getSimpleName)
                .orElse("")
                .replace("Controller", "");
        return outer + type.getSimpleName();
    }

    private static String name(RecordComponent component) {
        return Arrays.stream(component.getDeclaringRecord().getDeclaredFields())
                .filter(field -> field.getName().equals(component.getName()))
                .map(field -> field.getAnnotation(JsonProperty.class))
                .filter(Objects::nonNull)
                .map(JsonProperty::value)
                .findFirst()
                .orElse(component.getName());
    }

    private static Map<String, Object> reference(String schema) {
        return ordered("$ref", "#/components/schemas/" + schema);
    }

    private static Map<String, Object> json(String mediaType, Map<String, Object> schema) {
        return Map.of(mediaType, Map.of("schema", schema));
    }

    private static Map<String, Object> ordered(Object... keysAndValues) {
        var map = new LinkedHashMap<String, Object>();
        for (var i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }
}
