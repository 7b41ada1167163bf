package dev.connectors.whatsapp.local.quickstart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A WhatsAppAccount as a user writes it.
 *
 * @param person whose account it is
 * @param deletionPolicy what becomes of its session when the resource is deleted
 */
record AccountFile(Person person, String deletionPolicy) {
    static AccountFile retained(Person person) {
        return new AccountFile(person, "Retain");
    }

    static AccountFile loggedOut(Person person) {
        return new AccountFile(person, "LogoutAndDelete");
    }

    String yaml() {
        return """
                apiVersion: whatsapp.connectors.dev/v1alpha1
                kind: WhatsAppAccount
                metadata:
                  name: %s
                spec:
                  displayName: %s
                  phoneNumber: "+%s"
                  deletionPolicy: %s
                """.formatted(person.resource(), person.name(), person.phone(), deletionPolicy);
    }

    /** Where the user can read and change it. */
    Path writeTo(Workspace workspace) {
        try {
            return Files.writeString(workspace.account(person.resource()), yaml());
        } catch (IOException e) {
            throw new UncheckedIOException("The file of the account cannot be written", e);
        }
    }
}
