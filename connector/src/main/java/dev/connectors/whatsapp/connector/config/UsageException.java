package dev.connectors.whatsapp.connector.config;

/** A command is not called as it wants to be. The message says what is wrong and what would be right. */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final String USAGE = """

            java -jar connector.jar                                     runs the connector
            java -jar connector.jar migrate [--apply] [--account ID]    brings former threads and accounts to the present names

              --apply         writes; without it the command only says what it would do
              --account ID    whose the threads are that name no account, where there is only this one account

            java -jar connector.jar export-sessions --to FOLDER [--account ID]                  takes sessions away from a volume
            java -jar connector.jar import-sessions --from FOLDER [--account ID] [--replace]    brings them to another one

              --account ID    only this one; without it all that are linked to a phone, or all that there are files of
              --replace       also where the account has a session on the volume, which is lost

            java -jar connector.jar rehearse    starts among stand-ins and ends, for an AOT cache of the JVM
            """;

    /** @param problem a sentence without its full stop */
    public UsageException(String problem) {
        super(problem + "." + System.lineSeparator() + USAGE.stripTrailing());
    }
}
