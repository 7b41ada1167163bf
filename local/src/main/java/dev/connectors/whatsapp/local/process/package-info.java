/**
 * Child processes: starting them, knowing when they are ready, and leaving none behind.
 *
 * <p>A process is stopped by its handle, never by its name, and in the reverse order of starting: also when the JVM is
 * told to stop. Whatever a process prints is in its log file, and a failed start shows the end of it. Nothing here
 * knows what the processes are.
 */
@NullMarked
package dev.connectors.whatsapp.local.process;

import org.jspecify.annotations.NullMarked;
