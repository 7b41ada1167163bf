package dev.connectors.whatsapp.operator.fakeapi;

/** What a request wants. */
public enum Verb {
    LIST,
    WATCH,
    GET,
    CREATE,
    UPDATE,
    APPLY,
    APPLY_STATUS,
    PATCH,
    DELETE
}
