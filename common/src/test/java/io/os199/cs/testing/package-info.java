/** Test support that all modules share: a real database, a real Redis, npm programs. */
package io.os199.cs.testing;
