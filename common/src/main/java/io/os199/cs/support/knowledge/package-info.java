/** Help articles: writing, publishing, finding and voting on them, and what is searched for in vain. */
@NullMarked
package io.os199.cs.support.knowledge;

import org.jspecify.annotations.NullMarked;
