package dev.connectors.whatsapp.connector.web;

import com.tngtech.archunit.core.domain.JavaClass;
import dev.connectors.whatsapp.connector.ProductionClasses;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The methods of the code that answer requests, by {@code get /path}; those that only the operator asks are left out. */
final class Endpoints {
    private Endpoints() {}

    static Map<String, Method> ofTheCode() {
        var found = new TreeMap<String, Method>();
        ProductionClasses.ALL.stream()
                .filter(type -> type.isAnnotatedWith(RestController.class))
                .map(JavaClass::reflect)
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .forEach(method -> {
                    var get = method.getAnnotation(GetMapping.class);
                    var post = method.getAnnotation(PostMapping.class);
                    if (get != null) {
                        add(found, method, "get", get.value());
                    }
                    if (post != null) {
                        add(found, method, "post", post.value());
                    }
                });
        found.keySet().removeIf(endpoint -> endpoint.contains(" /internal/"));
        return found;
    }

    private static void add(Map<String, Method> found, Method method, String verb, String[] paths) {
        var common = method.getDeclaringClass().getAnnotation(RequestMapping.class);
        var prefix = common == null ? "" : common.value()[0];
        for (var path : paths.length == 0 ? new String[] {""} : paths) {
            found.put(verb + " " + prefix + path, method);
        }
    }
}
