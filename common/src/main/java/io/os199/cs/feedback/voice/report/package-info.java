/** The periodic report, stored once for its data, with its headlines. */
@NullMarked
package io.os199.cs.feedback.voice.report;

import org.jspecify.annotations.NullMarked;
