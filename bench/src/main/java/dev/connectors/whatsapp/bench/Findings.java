package dev.connectors.whatsapp.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What is wrong with messages of one direction.
 *
 * @param messages that should be there, each once
 * @param problems nothing, if all is well
 */
record Findings(int messages, List<Problem> problems) {
    static final Findings NONE = new Findings(0, List.of());

    Findings {
        problems = List.copyOf(problems);
    }

    /** What can be wrong with a message. */
    enum Flaw {
        LOST,
        TWICE,
        /** Nobody wrote it. */
        INVENTED,
        /** It came after one that was written later. */
        OUT_OF_ORDER,
        /** Its documents do not say what became of it. */
        MISDOCUMENTED;

        /** For people. */
        String words() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /**
     * Something that is wrong.
     *
     * @param where the conversation
     * @param what for people
     */
    record Problem(Flaw flaw, String where, String what) {}

    /**
     * Compares the messages of a conversation.
     *
     * @param expected all different, in their order
     * @param found in the order in which they came
     */
    static Findings compare(String where, List<String> expected, List<String> found) {
        var problems = new ArrayList<Problem>();
        var places = new HashMap<String, Integer>();
        expected.forEach(message -> places.put(message, places.size()));
        var seen = new HashSet<String>();
        var latest = -1;
        for (var message : found) {
            var place = places.get(message);
            if (place == null) {
                problems.add(new Problem(Flaw.INVENTED, where, message));
            } else if (!seen.add(message)) {
                problems.add(new Problem(Flaw.TWICE, where, message));
            } else if (place < latest) {
                problems.add(new Problem(Flaw.OUT_OF_ORDER, where, message + " after " + expected.get(latest)));
            } else {
                latest = place;
            }
        }
        expected.stream()
                .filter(message -> !seen.contains(message))
                .forEach(message -> problems.add(new Problem(Flaw.LOST, where, message)));
        return new Findings(expected.size(), problems);
    }

    Findings plus(Findings others) {
        return new Findings(
                messages + others.messages,
                Stream.concat(problems.stream(), others.problems.stream()).toList());
    }

    Findings plus(List<Problem> more) {
        return plus(new Findings(0, more));
    }

    long count(Flaw flaw) {
        return problems.stream().filter(problem -> problem.flaw() == flaw).count();
    }
}
