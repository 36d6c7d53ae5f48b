/** How feedback becomes something that product decides on. */
@NullMarked
package io.os199.cs.feedback.insight;

import org.jspecify.annotations.NullMarked;
