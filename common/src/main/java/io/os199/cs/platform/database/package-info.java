/** Transactions on PostgreSQL. */
@NullMarked
package io.os199.cs.platform.database;

import org.jspecify.annotations.NullMarked;
