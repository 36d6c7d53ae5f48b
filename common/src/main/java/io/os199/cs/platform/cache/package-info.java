/** What is kept in Redis for a while: answers, and what was done lately. Everything works without it. */
@NullMarked
package io.os199.cs.platform.cache;

import org.jspecify.annotations.NullMarked;
