/** The themes that customers write about. */
@NullMarked
package io.os199.cs.feedback.theme;

import org.jspecify.annotations.NullMarked;
