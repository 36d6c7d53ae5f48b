/** What tests of all modules share: a real database, a real Redis, programs of npm. */
package io.os199.cs.testing;
