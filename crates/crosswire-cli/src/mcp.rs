//! The tools for agents: opens them on standard input and output, or by HTTP.

use crate::args::Mcp;
use crate::error::Error;
use crate::output;
use crosswire_mcp::{Limits, Server, Settings, serve_http, serve_stdio};
use crosswire_web::accounts::random_token;
use std::fs;
use std::io::Write;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::sync::Notify;

/// Letters of a token at least.
const TOKEN: usize = 32;

/// Runs until the input ends, or until Ctrl-C; nothing is ever skipped.
pub(crate) fn run(args: &Mcp) -> Result<bool, Error> {
    let settings = Settings {
        roots: args.root.clone(),
        hide_private: args.hide_private,
        threads: args.threads.map_or(0, usize::from),
        limits: Limits { time: Duration::from_secs(args.timeout.get()), ..Limits::default() },
    };
    if args.http.is_none() {
        output::on_interrupt()?;
    }
    let server = Server::new(&settings)?;
    let runtime = Runtime::new().map_err(|e| Error::Threads(e.to_string()))?;
    let served = match args.http {
        None => runtime.block_on(serve_stdio(server)).map_err(Error::Mcp),
        Some(at) => http(args, at, server, &runtime),
    };
    // An answer that nobody waits for any more is not waited for.
    runtime.shutdown_background();
    served.map(|()| false)
}

fn http(args: &Mcp, at: SocketAddr, server: Server, runtime: &Runtime) -> Result<(), Error> {
    if !at.ip().is_loopback() {
        return Err(Error::Mcp(crosswire_mcp::Error::NotLoopback(at)));
    }
    let token = match &args.token_file {
        Some(file) => read(file)?,
        None => random_token().map_err(|e| Error::Desk(crosswire_web::Error::Random(e.to_string())))?,
    };
    let listen = |e| Error::Mcp(crosswire_mcp::Error::Listen(at, e));
    let listener = runtime.block_on(TcpListener::bind(at)).map_err(listen)?;
    let at = listener.local_addr().map_err(listen)?;
    let stop = Arc::new(Notify::new());
    let interrupted = Arc::clone(&stop);
    ctrlc::set_handler(move || interrupted.notify_one()).map_err(|e| Error::Signals(e.to_string()))?;
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "The tools are at http://{at}/mcp");
    if args.token_file.is_none() {
        let _ = writeln!(out, "Authorization: Bearer {token}");
    }
    let _ = writeln!(out, "Ctrl-C closes them.").and_then(|()| out.flush());
    drop(out);
    let stopped = async move { stop.notified().await };
    runtime.block_on(serve_http(server, listener, &token, stopped)).map_err(Error::Mcp)
}

/// The token of a file.
fn read(file: &Path) -> Result<String, Error> {
    let failed = |why: String| Error::Token { file: file.to_owned(), why };
    let text = fs::read_to_string(file).map_err(|e| failed(e.to_string()))?;
    let token = text.lines().next().unwrap_or_default().trim();
    let plain = token.bytes().all(|b| b.is_ascii_graphic());
    if token.len() < TOKEN || !plain {
        return Err(failed(format!("its first line is no token of {TOKEN} letters and digits or more")));
    }
    Ok(token.to_owned())
}
