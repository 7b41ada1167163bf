/** What the chart installs, for each environment, and what it refuses. */
@NullMarked
package dev.connectors.whatsapp.operator.chart;

import org.jspecify.annotations.NullMarked;
