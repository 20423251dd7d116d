// Polars, whole file at once: node polars_bench.cjs FILE KINDS yes|no PASSES SECONDS (see Passes.java); POLARS_MAX_THREADS says on how many threads.
"use strict";
const fs = require("node:fs");
const pl = require("nodejs-polars");

const [file, kinds, header, passes, seconds] = process.argv.slice(2);

/** The names of the file's columns, or made-up ones. */
function names() {
    if (header !== "yes") {
        return [...kinds].map((_, column) => `column_${column + 1}`);
    }
    const start = Buffer.alloc(1 << 12);
    const handle = fs.openSync(file);
    fs.readSync(handle, start);
    fs.closeSync(handle);
    return start.toString().split("\n", 1)[0].split(",");
}

const columns = names();
const wanted = columns.filter((_, column) => kinds[column] !== "x");
const schema = Object.fromEntries(columns.map((name, i) => [name, kinds[i] === "n" ? pl.Float32 : pl.String]));

function read() {
    return pl.readCSV(file, {
        hasHeader: header === "yes",
        schema,
        columns: wanted,
        nullValues: ["", "NA"],
        rechunk: false,
    });
}

/** Not timed: it makes a float64 copy of each column. */
function found(frame) {
    const all = { rows: frame.height, sum: 0, missing: 0 };
    for (const [i, name] of columns.entries()) {
        if (kinds[i] === "n") {
            const number = pl.col(name).cast(pl.Float64);
            const present = frame.select(number.filter(number.isNotNan())).getColumn(name);
            all.sum += present.sum();
            all.missing += frame.height - present.length;
        }
    }
    return all;
}

console.log(JSON.stringify({ version: `Polars (nodejs-polars ${require("nodejs-polars/package.json").version})` }));
let spent = 0;
for (let pass = 0; pass < Number(passes) && (pass < 2 || spent < Number(seconds)); pass++) {
    const cpuBefore = process.cpuUsage();
    const wallBefore = process.hrtime.bigint();
    const frame = read();
    const used = process.cpuUsage(cpuBefore);
    const wall = Number(process.hrtime.bigint() - wallBefore) / 1e9;
    spent += wall;
    console.log(JSON.stringify({ cpu: (used.user + used.system) / 1e6, wall, ...found(frame) }));
}
