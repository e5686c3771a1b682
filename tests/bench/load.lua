-- Asks for the addresses of a file, one a line, of two threads each for every other one:
-- wrk … -s load.lua URL -- FILE
local addresses = {}
local place = 0
local threads = 0

function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end

function init(arguments)
  for line in io.lines(arguments[1]) do
    addresses[#addresses + 1] = wrk.format("GET", line, { ["Accept-Encoding"] = "gzip" })
  end
  place = number - 2
end

function request()
  place = (place + 2) % #addresses
  return addresses[place + 1]
end

function done(summary, latency, _)
  local wrong = summary.errors
  io.write(string.format(
    '\n{"requests": %d, "seconds": %f, "p50": %f, "p99": %f, "errors": %d}\n',
    summary.requests, summary.duration / 1000000,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    wrong.connect + wrong.read + wrong.write + wrong.status + wrong.timeout))
end
