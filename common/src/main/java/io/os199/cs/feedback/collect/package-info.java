/** How feedback and answers to surveys are taken in. */
@NullMarked
package io.os199.cs.feedback.collect;

import org.jspecify.annotations.NullMarked;
