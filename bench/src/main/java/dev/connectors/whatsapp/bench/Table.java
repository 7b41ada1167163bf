package dev.connectors.whatsapp.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Rows of figures under a heading. The first column is text, the others are figures.
 *
 * @param title what it shows
 * @param columns their names
 * @param rows as many cells each as there are columns
 */
record Table(String title, List<String> columns, List<List<String>> rows) {
    Table {
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
        for (var row : rows) {
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException("%s: %s has not the columns %s".formatted(title, row, columns));
            }
        }
    }

    /** A figure with so many places behind the point. */
    static String figure(double value, int places) {
        return String.format(Locale.ROOT, "%." + places + "f", value);
    }

    /** As text, its columns aligned. */
    String text() {
        var lines = new ArrayList<List<String>>();
        lines.add(columns);
        lines.addAll(rows);
        var widths = IntStream.range(0, columns.size())
                .map(column -> lines.stream()
                        .mapToInt(line -> line.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        return title + "\n" + lines.stream().map(line -> line(line, widths)).collect(Collectors.joining("\n"));
    }

    private static String line(List<String> cells, int[] widths) {
        return IntStream.range(0, cells.size())
                .mapToObj(column -> {
                    var padding = " ".repeat(widths[column] - cells.get(column).length());
                    return column == 0 ? cells.get(column) + padding : padding + cells.get(column);
                })
                .collect(Collectors.joining("  ", "  ", ""))
                .stripTrailing();
    }
}
