package dev.connectors.whatsapp.operator.api;

/** Names that both resources share. */
public final class Api {
    public static final String GROUP = "whatsapp.connectors.dev";
    public static final String VERSION = "v1alpha1";
    public static final String API_VERSION = GROUP + "/" + VERSION;

    private Api() {}
}
