package dev.connectors.whatsapp.connector.config;

/**
 * One setting that is wrong.
 *
 * @param setting the environment variable
 * @param value what it was set to, secrets masked
 * @param remedy what would be right, as an instruction
 */
public record SettingProblem(String setting, String value, String remedy) {
    static final String NOT_SET = "(not set)";
}
