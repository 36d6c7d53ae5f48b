/** What each customer's self-service portal offers, how it looks and how much it is used. */
@NullMarked
package io.os199.cs.support.portal;

import org.jspecify.annotations.NullMarked;
