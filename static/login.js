// Fills in a demonstration account with one click; without this script its name can be typed.
for (const button of document.querySelectorAll("[data-username]")) {
	button.addEventListener("click", () => {
		document.getElementById("username").value = button.dataset.username;
		document.getElementById("password").value = button.dataset.password;
		document.querySelector("#sign-in button").focus();
	});
}
