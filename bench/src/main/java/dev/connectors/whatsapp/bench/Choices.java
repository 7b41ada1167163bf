package dev.connectors.whatsapp.bench;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What was chosen on the command line. */
final class Choices {
    /** Takes profiles of all processes while it measures. */
    static final String PROFILE = "--profile";

    private final Map<String, Integer> numbers;
    private final boolean profiled;

    private Choices(Map<String, Integer> numbers, boolean profiled) {
        this.numbers = numbers;
        this.profiled = profiled;
    }

    /**
     * Reads a command line.
     *
     * @throws IllegalArgumentException with what is wrong with it
     */
    static Choices parse(List<String> arguments, List<Option> options) {
        var numbers = new HashMap<String, Integer>();
        options.forEach(option -> numbers.put(option.name(), option.standard()));
        var profiled = false;
        for (var i = 0; i < arguments.size(); i++) {
            var name = arguments.get(i);
            if (name.equals(PROFILE)) {
                profiled = true;
            } else if (!numbers.containsKey(name)) {
                throw new IllegalArgumentException("there is no option " + name);
            } else {
                i++;
                numbers.put(name, number(name, i < arguments.size() ? arguments.get(i) : ""));
            }
        }
        return new Choices(Map.copyOf(numbers), profiled);
    }

    private static int number(String name, String value) {
        if (!value.matches("[0-9]{1,7}")) {
            throw new IllegalArgumentException("%s needs a number, not \"%s\"".formatted(name, value));
        }
        return Integer.parseInt(value);
    }

    int of(Option option) {
        var number = numbers.get(option.name());
        if (number == null) {
            throw new IllegalStateException(option.name() + " is no option of this benchmark");
        }
        return number;
    }

    boolean profiled() {
        return profiled;
    }

    /** All of them, by name. */
    Map<String, Integer> numbers() {
        return numbers;
    }
}
