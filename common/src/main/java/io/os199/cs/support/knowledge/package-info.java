/** Help articles: written, published, found and voted on, and what is searched for in vain. */
@NullMarked
package io.os199.cs.support.knowledge;

import org.jspecify.annotations.NullMarked;
