# ctopo with HDF5 and libdeflate on a small Debian:
#
#   docker build -t ctopo .
#   docker run --rm --user "$(id -u):$(id -g)" -v "$PWD:/data" ctopo motifs mc2.h5
FROM golang:1.26-bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends libhdf5-dev libdeflate-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN go build -tags libdeflate,parquet -trimpath -o /usr/local/bin/ctopo ./cmd/ctopo

FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends libhdf5-103-1 libhdf5-hl-100 libdeflate0 && rm -rf /var/lib/apt/lists/*
COPY --from=build /usr/local/bin/ctopo /usr/local/bin/ctopo
USER nobody
WORKDIR /data
ENTRYPOINT ["ctopo"]
