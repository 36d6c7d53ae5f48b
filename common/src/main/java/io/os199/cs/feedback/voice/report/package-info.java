/** The periodic report, stored once for the same data, with its headlines. */
@NullMarked
package io.os199.cs.feedback.voice.report;

import org.jspecify.annotations.NullMarked;
