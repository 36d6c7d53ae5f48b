/** The likelihood of winning opportunities, from past outcomes. */
@NullMarked
package io.os199.cs.expansion.chance;

import org.jspecify.annotations.NullMarked;
