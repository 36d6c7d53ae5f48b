/** Tests of the demo company on a real PostgreSQL. */
package io.os199.cs.quickstart.demo;
