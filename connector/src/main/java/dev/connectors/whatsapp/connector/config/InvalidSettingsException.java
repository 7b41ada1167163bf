package dev.connectors.whatsapp.connector.config;

import java.util.List;
import java.util.stream.Collectors;

/** The connector cannot start as it is configured. The message is for the person who configures it. */
public final class InvalidSettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<SettingProblem> problems;

    /**
     * Names them all.
     *
     * @param problems all that is wrong, at least one
     */
    public InvalidSettingsException(List<SettingProblem> problems) {
        super(describe(problems));
        this.problems = List.copyOf(problems);
    }

    public List<SettingProblem> problems() {
        return problems;
    }

    private static String describe(List<SettingProblem> problems) {
        var count = problems.size() == 1 ? "one setting is wrong" : problems.size() + " settings are wrong";
        return problems.stream()
                .map(p -> "  %s = %s%n      %s".formatted(p.setting(), p.value(), p.remedy()))
                .collect(Collectors.joining(
                        System.lineSeparator(),
                        "The connector cannot start: " + count + "." + System.lineSeparator(),
                        ""));
    }
}
