package dev.connectors.whatsapp.connector.migration;

/** What a run has found and moved so far; in a dry run, what it would have moved. */
final class Tally {
    private final Kind accounts = new Kind();
    private final Kind threads = new Kind();
    private final Kind messages = new Kind();

    /** Documents of one kind that had not their present names. */
    static final class Kind {
        private int moved;
        private int there;
        private int leftAlone;

        /** @param wasThere whether there was a document under the present name already, which has got what it lacked */
        void move(boolean wasThere) {
            moved++;
            there += wasThere ? 1 : 0;
        }

        void leaveAlone() {
            leftAlone++;
        }

        int moved() {
            return moved;
        }

        int leftAlone() {
            return leftAlone;
        }

        private String text() {
            return "%d of %d%s"
                    .formatted(
                            moved,
                            moved + leftAlone,
                            there == 0 ? "" : ", " + there + " of them into what was there already");
        }
    }

    Kind accounts() {
        return accounts;
    }

    Kind threads() {
        return threads;
    }

    Kind messages() {
        return messages;
    }

    /** Whether everything that was found has its present name, or can get it. */
    boolean isAll() {
        return accounts.leftAlone() + threads.leftAlone() == 0;
    }

    /** For people. */
    String text(boolean applied) {
        return """
                %s
                  accounts  %s
                  threads   %s
                  messages  %s""".formatted(
                        applied ? "Moved:" : "Nothing was written. With --apply would be moved:",
                        accounts.text(),
                        threads.text(),
                        messages.text());
    }
}
