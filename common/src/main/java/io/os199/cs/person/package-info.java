/** What is stored about one person: shown, and erased. */
@NullMarked
package io.os199.cs.person;

import org.jspecify.annotations.NullMarked;
