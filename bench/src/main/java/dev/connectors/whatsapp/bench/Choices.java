package dev.connectors.whatsapp.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was chosen on the command line. */
final class Choices {
    /** Takes profiles of all processes while it measures. */
    static final String PROFILE = "--profile";

    private final Map<Option, Integer> chosen;
    private final boolean profiled;

    private Choices(Map<Option, Integer> chosen, boolean profiled) {
        this.chosen = chosen;
        this.profiled = profiled;
    }

    /**
     * Reads a command line.
     *
     * @throws IllegalArgumentException with what is wrong with it
     */
    static Choices parse(List<String> arguments, List<Option> options) {
        var chosen = new LinkedHashMap<Option, Integer>();
        options.forEach(option -> chosen.put(option, option.standard()));
        var profiled = false;
        for (var i = 0; i < arguments.size(); i++) {
            var name = arguments.get(i);
            if (name.equals(PROFILE)) {
                profiled = true;
            } else {
                var option = option(name, options);
                i++;
                chosen.put(option, option.read(i < arguments.size() ? arguments.get(i) : ""));
            }
        }
        return new Choices(chosen, profiled);
    }

    private static Option option(String name, List<Option> options) {
        return options.stream()
                .filter(option -> option.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no option " + name));
    }

    /** The number, or the place of the word. */
    int of(Option option) {
        var value = chosen.get(option);
        if (value == null) {
            throw new IllegalStateException(option.name() + " is no option of this benchmark");
        }
        return value;
    }

    String word(Option option) {
        return option.written(of(option));
    }

    boolean profiled() {
        return profiled;
    }

    /** All of them by name: numbers and words. */
    Map<String, Object> values() {
        var values = new LinkedHashMap<String, Object>();
        chosen.forEach(
                (option, value) -> values.put(option.name(), option.words().isEmpty() ? value : option.written(value)));
        return values;
    }
}
