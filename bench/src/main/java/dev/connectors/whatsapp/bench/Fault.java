package dev.connectors.whatsapp.bench;

import java.time.Duration;
import java.util.List;

/** Something that breaks. What lasts heals by itself; what ends is started again by those who watch over it. */
sealed interface Fault {
    /** For tables. */
    String kind();

    /** kill -9 of the connector; its bridge has to notice. */
    record KilledConnector() implements Fault {
        @Override
        public String kind() {
            return "connector killed";
        }
    }

    /** kill -9 of the bridge; its connector has to notice. */
    record KilledBridge() implements Fault {
        @Override
        public String kind() {
            return "bridge killed";
        }
    }

    /** kill -9 of both at once, as by a machine that goes down. */
    record KilledBoth() implements Fault {
        @Override
        public String kind() {
            return "connector and bridge killed";
        }
    }

    /** No connection to Firestore, neither those there were nor new ones. */
    record CutFirestore(Duration lasting) implements Fault {
        @Override
        public String kind() {
            return "Firestore cut off";
        }
    }

    /** Connections to Firestore on which nothing arrives, in neither direction. */
    record FrozenFirestore(Duration lasting) implements Fault {
        @Override
        public String kind() {
            return "Firestore frozen";
        }
    }

    /**
     * WhatsApp closes connections.
     *
     * @param accounts their places in the list of accounts
     */
    record ClosedSockets(int code, List<Integer> accounts) implements Fault {
        public ClosedSockets {
            accounts = List.copyOf(accounts);
        }

        @Override
        public String kind() {
            return "WhatsApp closes with " + code;
        }
    }

    /**
     * WhatsApp delivers what an account sends, and does not say so.
     *
     * @param account its place in the list of accounts
     */
    record DroppedAcks(int account, Duration lasting) implements Fault {
        @Override
        public String kind() {
            return "acknowledgements dropped";
        }
    }
}
